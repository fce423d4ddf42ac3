/* The least that any program could do: the same bytes through a bare socket,
 * nothing parsed, nothing checked, and no runtime beneath it but the C
 * library's. For a server of the Source shape, but for `once-one` and
 * `copy-one`, which are for one that answers a login with one packet.
 *
 * Compiled by `cc` for the occasion, when the bench runs.
 *
 *   floor ADDRESS PASSWORD once COMMAND      one command, its reply printed
 *   floor ADDRESS PASSWORD once-one COMMAND
 *   floor ADDRESS PASSWORD row COUNT         `echo x` so many times
 *   floor ADDRESS PASSWORD copy LEN COMMAND  read so many bytes, and print them
 *   floor ADDRESS PASSWORD copy-one LEN COMMAND
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a login is answered with, and what a probe is. */
enum { EMPTY = 14, LOGIN = 14 + 14, PROBED = 14 + 18 };

static char buffer[64 * 1024];
static int stream;

static void must(int happened)
{
    if (!happened) {
        static const char said[] = "floor: the exchange failed\n";
        ssize_t ignored = write(2, said, sizeof said - 1);
        (void)ignored;
        _exit(1);
    }
}

static char *packet(char *at, int id, int kind, const char *body)
{
    int length = (int)strlen(body);
    int head[3] = { length + 10, id, kind };
    memcpy(at, head, sizeof head);
    memcpy(at + 12, body, (size_t)length + 1);
    at[12 + length + 1] = 0;
    return at + 12 + length + 2;
}

static void out(int to, const char *from, size_t count)
{
    while (count > 0) {
        ssize_t sent = write(to, from, count);
        must(sent > 0);
        from += sent;
        count -= (size_t)sent;
    }
}

static size_t in(size_t at_least)
{
    size_t have = 0;
    while (have < at_least) {
        ssize_t came = read(stream, buffer + have, sizeof buffer - have);
        must(came > 0);
        have += (size_t)came;
    }
    return have;
}

int main(int count, char **arguments)
{
    static char segment[8192];
    int on = 1;
    must(count >= 5 && strlen(arguments[2]) < 4000 && strlen(arguments[count - 1]) < 4000);

    char *port = strrchr(arguments[1], ':');
    must(port != NULL);
    *port = 0;
    struct sockaddr_in address = { .sin_family = AF_INET };
    address.sin_port = htons((unsigned short)atoi(port + 1));
    must(inet_pton(AF_INET, arguments[1], &address.sin_addr) == 1);
    stream = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(stream >= 0 && connect(stream, (struct sockaddr *)&address, sizeof address) == 0);
    setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

    const char *way = arguments[3];
    int one = strstr(way, "-one") != NULL;
    out(stream, segment, (size_t)(packet(segment, 1, 3, arguments[2]) - segment));
    in(one ? EMPTY : LOGIN);

    const char *command = strcmp(way, "row") == 0 ? "echo x" : arguments[count - 1];
    char *end = packet(segment, 2, 2, command);
    if (!one)
        end = packet(end, 3, 0, "");
    size_t length = (size_t)(end - segment);

    if (strncmp(way, "once", 4) == 0) {
        size_t behind = one ? 0 : PROBED;
        out(stream, segment, length);
        size_t have = in(behind + EMPTY + 1);
        out(1, buffer + 12, have - behind - EMPTY);
    } else if (strcmp(way, "row") == 0) {
        for (int left = atoi(arguments[4]); left > 0; left--) {
            out(stream, segment, length);
            in(PROBED + EMPTY + 2);
            out(1, buffer + 12, 2);
        }
    } else {
        long long left = atoll(arguments[4]);
        out(stream, segment, length);
        while (left > 0) {
            ssize_t came = read(stream, buffer, sizeof buffer);
            must(came > 0);
            out(1, buffer, (size_t)came);
            left -= came;
        }
    }
    return 0;
}
