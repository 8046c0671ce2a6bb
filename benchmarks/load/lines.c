/* Bytes to lines: what a client got is in `buffer`, behind the line it began with before. */
#include <stdlib.h>
#include <string.h>

#include "load.h"

/* Call `act` for each whole line without its end; keep the rest. Return how many there were. */
size_t each_line(struct client *client, size_t size, on_line *act)
{
    char *start = buffer, *end = buffer + size, *newline;
    size_t count = 0;

    while ((newline = memchr(start, '\n', (size_t)(end - start)))) {
        size_t length = (size_t)(newline - start);
        if (length && start[length - 1] == '\r')
            length--;
        act(client, start, length);
        start = newline + 1;
        count++;
    }
    client->held_size = (size_t)(end - start);
    if (client->held_size) {
        client->held = realloc(client->held, client->held_size);
        memcpy(client->held, start, client->held_size);
    }
    return count;
}
