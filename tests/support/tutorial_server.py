"""A chat server as tutorials write it: a thread per client, a list, and ``sendall`` to the others.

Not part of the product: integration tests let its twin ``tutorial_client``
talk to ours, and the benchmark runs it as the thing to compare with.
Usage: ``python tutorial_server.py [HOST [PORT]]``, localhost and 12345 by default.
"""

import socket
import sys
import threading

HOST = "localhost"
PORT = 12345

clients: list[socket.socket] = []
clients_lock = threading.Lock()


def broadcast(message: str, sender: socket.socket) -> None:
    """Send a message to every client but the one who wrote it."""
    with clients_lock:
        others = [client for client in clients if client is not sender]
    for client in others:
        try:
            client.sendall(message.encode("utf-8"))
        except OSError:
            remove(client)


def remove(client: socket.socket) -> None:
    """Forget a client that left."""
    with clients_lock:
        if client in clients:
            clients.remove(client)
    client.close()


def handle_client(client: socket.socket) -> None:
    """Receive what one client writes until it leaves."""
    while True:
        try:
            data = client.recv(1024)
        except OSError:
            break
        if not data:
            break
        message = data.decode("utf-8", errors="replace").strip()
        if message:
            broadcast(message + "\n", client)
    remove(client)


def main() -> None:
    """Listen, and start a thread for each client that connects."""
    host = sys.argv[1] if len(sys.argv) > 1 else HOST
    port = int(sys.argv[2]) if len(sys.argv) > 2 else PORT
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen(128)
    print(f"Servidor escuchando en {host}:{server.getsockname()[1]}", flush=True)
    while True:
        client, _ = server.accept()
        with clients_lock:
            clients.append(client)
        threading.Thread(target=handle_client, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
