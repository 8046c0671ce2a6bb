"""A thread per client that keeps messages apart: one line read, one ``sendall`` per receiver.

What the tutorial's server becomes once its messages must not run together
under load. It is measured beside ours; nobody else uses it.
Usage: ``python thread_server.py``; it takes a free port of localhost.
"""

import socket
import threading

clients: list[socket.socket] = []
clients_lock = threading.Lock()


def serve(client: socket.socket) -> None:
    """Pass each line of one client on to all others, until it leaves."""
    with client, client.makefile("rb") as lines:
        for line in lines:
            with clients_lock:
                others = [other for other in clients if other is not client]
            for other in others:
                other.sendall(line)
        with clients_lock:
            clients.remove(client)


def main() -> None:
    """Listen, and start a thread for each client that connects."""
    with socket.create_server(("localhost", 0), backlog=128) as server:
        print(f"Servidor escuchando en localhost:{server.getsockname()[1]}", flush=True)
        while True:
            client, _ = server.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with clients_lock:
                clients.append(client)
            threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
