/* axelar: gateways of Axelar, the amplifier one and the classic one.
 *
 * Spec: BaseAmplifierGateway, BaseWeightedMultisig, AxelarGateway,
 * AxelarAuthWeighted of the Solidity contracts. */
#ifndef ETALON_CHAIN_XCHAIN_AXELAR_H
#define ETALON_CHAIN_XCHAIN_AXELAR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/u256.h"

struct axelar_message {
    struct bytes source_chain, message_id, source_address;
    uint8_t contract[20], payload_hash[32];
};

struct axelar_signer {
    uint8_t address[20];
    struct u256 weight; /* at most 128 bits */
};

struct axelar_signers {
    const struct axelar_signer *items;
    size_t count;
    struct u256 threshold; /* at most 128 bits */
    uint8_t nonce[32];
};

void axelar_command_id(uint8_t out[32], struct bytes source_chain,
                       struct bytes message_id);
/* abi.encode(approve messages, messages).  ERR_MEMORY. */
MUST_CHECK enum err axelar_approve_data(struct arena *a, struct bytes *out,
                                        const struct axelar_message *messages,
                                        size_t count);
/* What an approval is stored under. */
MUST_CHECK enum err axelar_message_hash(struct arena *a, uint8_t out[32],
                                        const uint8_t command_id[32],
                                        const struct axelar_message *m);
MUST_CHECK enum err axelar_signers_hash(struct arena *a, uint8_t out[32],
                                        const struct axelar_signers *signers);
MUST_CHECK enum err axelar_rotate_hash(struct arena *a, uint8_t out[32],
                                       const struct axelar_signers *signers);
void axelar_hash_to_sign(uint8_t out[32], const uint8_t domain[32],
                         const uint8_t signers_hash[32],
                         const uint8_t data_hash[32]);

/* NULL when the set may become the gateway's, else the class of what is
 * wrong. */
const char *axelar_check_signers(const struct axelar_signers *signers,
                                 bool previously_used);
/* As a proof is checked once its signer set is known: signatures in the order
 * of the signers, reaching the threshold with the last one (strict, the
 * amplifier) or with any (the classic gateway). */
const char *axelar_check_signatures(const uint8_t hash[32],
                                    const struct axelar_signers *signers,
                                    const struct bytes *signatures,
                                    size_t count, bool strict);
/* The classic proof: abi(operators, weights, threshold, signatures) over
 * hash.  ERR_MEMORY is the only error; *wrong as above. */
MUST_CHECK enum err axelar_classic_proof(struct arena *a, const char **wrong,
                                         const uint8_t hash[32],
                                         struct bytes proof);
/* Is this one of the commands of the classic gateway? */
bool axelar_is_command(struct bytes name);

#endif
