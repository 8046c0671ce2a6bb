"""A chat client as tutorials write it: bare UTF-8 text, and a thread that listens.

Not part of the product: integration tests run it against our server to show
that such scripts are at home there. It sends no newline, on purpose.
Usage: ``python tutorial_client.py [HOST [PORT]]``, localhost and 12345 by default.
"""

import socket
import sys
import threading

HOST = "localhost"
PORT = 12345


def receive_messages(client: socket.socket) -> None:
    """Print what the server sends until the connection ends."""
    while True:
        try:
            data = client.recv(1024)
        except OSError:
            break
        if not data:
            break
        print(data.decode("utf-8", errors="replace"), end="", flush=True)
    print("Conexión cerrada", flush=True)


def main() -> None:
    """Connect, listen in a thread, and send each line typed."""
    host = sys.argv[1] if len(sys.argv) > 1 else HOST
    port = int(sys.argv[2]) if len(sys.argv) > 2 else PORT
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((host, port))
    print(f"Conectado a {host}:{port}", flush=True)
    threading.Thread(target=receive_messages, args=(client,), daemon=True).start()
    for line in sys.stdin:
        message = line.strip()
        if message:
            client.sendall(message.encode("utf-8"))
    client.close()


if __name__ == "__main__":
    main()
