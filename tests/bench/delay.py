#!/usr/bin/env python3
"""A proxy that lets every byte wait: what is far away, on this machine.

  delay.py PORT MILLISECONDS

Listens on a free port (printed), connects to PORT, and holds what passes for
half of the time in each direction.
"""
import asyncio
import sys

PORT, WAIT = int(sys.argv[1]), float(sys.argv[2]) / 2000


async def carry(reader, writer):
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()

    async def release():
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0, due - loop.time()))
            if not data:
                break
            writer.write(data)
        writer.close()

    task = asyncio.create_task(release())
    try:
        while data := await reader.read(1 << 16):
            queue.put_nowait((loop.time() + WAIT, data))
    except OSError:
        pass
    queue.put_nowait((loop.time() + WAIT, b""))
    await task


async def accept(reader, writer):
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.gather(carry(reader, far_writer), carry(far_reader, writer), return_exceptions=True)


async def main():
    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
