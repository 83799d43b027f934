#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The mailbox of `etalon demo bridge` and of the scenarios for two nodes.

usage: mailbox.py > runner/cli/bridge_mailbox.h

A mailbox sends and receives.  A packet is six words and a payload: nonce,
source chain, destination chain, sender, last block of the destination at
which it may be delivered, deposit.  Its id is keccak256 of these bytes, and
that is what the source commits to.  Proofs are checked by the verifier, the
account that deployed the mailbox; the mailbox checks everything else.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'tokens'))
from assembler import (Var, argument, contract, entry, keccak256,  # noqa: E402
                       selector, topic, BUFFER)

COMMITMENTS, DELIVERED, ACKS, TRUSTED, NONCE, VERIFIER = range(6)
NONCE_AT, SOURCE_AT, DESTINATION_AT, SENDER_AT, TIMEOUT_AT, DEPOSIT_AT = (
    BUFFER + 64 + 32 * i for i in range(6))
PACKET, HEAD, PAYLOAD_MAX = BUFFER + 64, 192, 1024

SENT = 'MessageSent(uint256,uint256,address,bytes)'
DONE = 'MessageDelivered(bytes32,uint256,uint256)'
ACKNOWLEDGED = 'MessageAcknowledged(bytes32,uint256,uint256)'
REFUNDED = 'MessageRefunded(bytes32,uint256,uint256)'
TRUST, SEND = 'trust(uint256,bytes32)', 'send(uint256,uint256,bytes)'
DELIVER, ACKNOWLEDGE = 'deliver(uint256,bytes)', 'acknowledge(uint256,bytes)'
REFUND = 'refund(uint256,bytes)'


def word(text):
    return int.from_bytes(text.encode().ljust(32, b'\0'), 'big')


def ack_of(packet_id):
    return entry(word('delivered'), packet_id)


def demand(c, condition, text):
    """Reverts with these words as its data, unless condition holds."""
    ok = c.label()
    c.emit(condition)
    c.push_label(ok)
    c.op('JUMPI')
    c.memory(0, word(text))
    c.do('REVERT', 0, 32)
    c.place(ok)


def by_verifier(c):
    demand(c, ('EQ', ('CALLER',), ('SLOAD', VERIFIER)), 'not the verifier')


def read_packet(c):
    """Copies the second argument to PACKET; its id."""
    at = c.var(('ADD', 4, argument(1)))
    size = c.var(('CALLDATALOAD', at))
    demand(c, ('ISZERO', ('OR', ('LT', size, HEAD),
                          ('GT', size, HEAD + PAYLOAD_MAX))), 'packet length')
    c.do('CALLDATACOPY', PACKET, ('ADD', at, 32), size)
    return c.var(('KECCAK256', PACKET, size))


def trusted(c):
    demand(c, ('SLOAD', entry(TRUSTED, argument(0))), 'header not trusted')


def committed(c, packet_id):
    demand(c, ('EQ', ('MLOAD', SOURCE_AT), ('CHAINID',)), 'other source')
    demand(c, ('EQ', packet_id,
               ('SLOAD', entry(COMMITMENTS, ('MLOAD', NONCE_AT)))),
           'no such message')


def end_of(c, packet_id, event):
    c.store(entry(COMMITMENTS, ('MLOAD', NONCE_AT)), 0)
    c.event([topic(event), packet_id, ('MLOAD', DESTINATION_AT),
             ('MLOAD', NONCE_AT)], at=0, size=0)


def functions(c):
    def trust():
        by_verifier(c)
        known = c.var(('SLOAD', entry(TRUSTED, argument(0))))
        demand(c, ('OR', ('ISZERO', known), ('EQ', known, argument(1))),
               'conflicting header')
        c.store(entry(TRUSTED, argument(0)), argument(1))

    def send():
        demand(c, ('ISZERO', ('EQ', argument(0), ('CHAINID',))), 'same chain')
        at = c.var(('ADD', 4, argument(2)))
        size = c.var(('CALLDATALOAD', at))
        demand(c, ('ISZERO', ('GT', size, PAYLOAD_MAX)), 'payload length')
        nonce = c.var(('ADD', 1, ('SLOAD', NONCE)))
        c.store(NONCE, nonce)
        c.memory(BUFFER, 32)
        c.memory(BUFFER + 32, ('ADD', HEAD, size))
        c.memory(NONCE_AT, nonce)
        c.memory(SOURCE_AT, ('CHAINID',))
        c.memory(DESTINATION_AT, argument(0))
        c.memory(SENDER_AT, ('CALLER',))
        c.memory(TIMEOUT_AT, argument(1))
        c.memory(DEPOSIT_AT, ('CALLVALUE',))
        c.do('CALLDATACOPY', PACKET + HEAD, ('ADD', at, 32), size)
        c.store(entry(COMMITMENTS, nonce),
                ('KECCAK256', PACKET, ('ADD', HEAD, size)))
        c.event([topic(SENT), nonce, argument(0), ('CALLER',)], at=BUFFER,
                size=('ADD', 64 + HEAD,
                      ('MUL', 32, ('DIV', ('ADD', size, 31), 32))))
        c.answer(nonce)

    def deliver():
        by_verifier(c)
        trusted(c)
        packet_id = read_packet(c)
        demand(c, ('EQ', ('MLOAD', DESTINATION_AT), ('CHAINID',)),
               'other destination')
        demand(c, ('ISZERO', ('SLOAD', entry(DELIVERED, packet_id))),
               'already delivered')
        demand(c, ('ISZERO', ('GT', ('NUMBER',), ('MLOAD', TIMEOUT_AT))),
               'timed out')
        c.store(entry(DELIVERED, packet_id), 1)
        c.store(entry(ACKS, packet_id), ack_of(packet_id))
        c.event([topic(DONE), packet_id, ('MLOAD', SOURCE_AT),
                 ('MLOAD', NONCE_AT)], at=0, size=0)

    def acknowledge():
        by_verifier(c)
        trusted(c)
        packet_id = read_packet(c)
        committed(c, packet_id)
        end_of(c, packet_id, ACKNOWLEDGED)

    def refund():
        by_verifier(c)
        trusted(c)
        packet_id = read_packet(c)
        committed(c, packet_id)
        demand(c, ('GT', argument(0), ('MLOAD', TIMEOUT_AT)), 'not timed out')
        end_of(c, packet_id, REFUNDED)
        demand(c, ('CALL', ('GAS',), ('MLOAD', SENDER_AT),
                   ('MLOAD', DEPOSIT_AT), 0, 0, 0, 0), 'refund failed')

    return {TRUST: trust, SEND: send, DELIVER: deliver,
            ACKNOWLEDGE: acknowledge, REFUND: refund}


def mailbox():
    return contract(lambda c: c.store(VERIFIER, ('CALLER',)), functions)


def header():
    code = mailbox().hex()
    out = ['/* bridge_mailbox: the contract of the bridge demonstration; made '
           'by', ' * tools/bridge/mailbox.py, which explains it. */',
           '#ifndef ETALON_RUNNER_CLI_BRIDGE_MAILBOX_H',
           '#define ETALON_RUNNER_CLI_BRIDGE_MAILBOX_H', '',
           '/* clang-format off */', '/* Slots of mappings. */',
           'enum {',
           '    MAILBOX_COMMITMENTS = %d, MAILBOX_DELIVERED = %d,'
           % (COMMITMENTS, DELIVERED),
           '    MAILBOX_ACKS = %d, MAILBOX_TRUSTED = %d' % (ACKS, TRUSTED),
           '};', '']
    for name, text in (('TRUST', TRUST), ('SEND', SEND), ('DELIVER', DELIVER),
                       ('ACKNOWLEDGE', ACKNOWLEDGE), ('REFUND', REFUND)):
        out.append('#define MAILBOX_%s "0x%08x" /* %s */'
                   % (name, selector(text), text))
    out += ['/* %s */' % SENT,
            '#define MAILBOX_SENT \\', '    "0x%064x"' % topic(SENT),
            '/* What an acknowledgement is made of: keccak256(id, this). */',
            '#define MAILBOX_RESULT \\', '    "%064x"' % word('delivered'),
            '#define MAILBOX_INIT \\', '    "0x" \\']
    lines = ['    "%s"' % code[i:i + 66] for i in range(0, len(code), 66)]
    out += [' \\\n'.join(lines), '/* clang-format on */', '', '#endif']
    return '\n'.join(out) + '\n'


if __name__ == '__main__':
    sys.stdout.write(header())
