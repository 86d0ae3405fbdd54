// viewers: a bounded number of viewers in one thread, each on a stream of its own.
// gcc -O2 -Wall -o viewers viewers.c ; ./viewers PORT PATH VIEWERS WINDOW FIRST [HEADER…]
//
// FIRST is 1 where a stream opens with a state, and a viewer counts as seated once it is whole.
// WINDOW is how many connect at the same time. Prints one JSON object once all are seated; then,
// for each line `arm SECONDS` on standard input, prints {"armed": …}, waits until every viewer has
// read one more whole state, and prints when the last had it, in nanoseconds of CLOCK_MONOTONIC.
// Who is cut off or turned away comes back as the page does: after a time drawn by lot, up to 3 s,
// or `Retry-After` and a little. A state is whole when what came ends as one ends: with an empty
// line, or packed, with the marker of a full flush. What is shorter than SHORT bytes is a beat.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif
#define SHORT 100
#define MOST 30000

enum { AWAY, CONNECTING, ASKING, SEATED };
static struct viewer {
  int fd, state, seen, answered;
  uint32_t size;  // Of the state that is coming in.
  uint64_t due, begun;
  char last[4];
} seat[MOST];

static int viewers, window, first, loop, connecting, seated, watching, refused, cut;
static uint64_t last_at, taken[MOST], bytes;
static uint32_t smallest, largest;
static char request[8192], buffer[256 * 1024];
static struct sockaddr_in there;

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void leave(struct viewer *v, double seconds) {
  if (v->state == SEATED) seated--;
  if (v->state == CONNECTING || v->state == ASKING) connecting--;
  close(v->fd);
  v->state = AWAY;
  v->due = now() + (uint64_t)(seconds * 1e9);
}

static void come(int i) {
  struct viewer *v = &seat[i];
  int one = 1;
  v->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  // Several source addresses, so that there are ports enough.
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002 + i % 8)};
  setsockopt(v->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  bind(v->fd, (void *)&here, sizeof here);
  v->state = CONNECTING;
  v->size = v->answered = 0;
  v->begun = now();
  connecting++;
  if (connect(v->fd, (void *)&there, sizeof there) && errno != EINPROGRESS) {
    cut++;
    leave(v, 3.0 * rand() / RAND_MAX);
    return;
  }
  struct epoll_event event = {.events = EPOLLOUT, .data.u32 = i};
  epoll_ctl(loop, EPOLL_CTL_ADD, v->fd, &event);
}

static void sit(struct viewer *v, uint64_t at) {
  if (v->state != ASKING) return;
  connecting--;
  seated++;
  v->state = SEATED;
  if (v->begun) taken[v - seat] = at - v->begun;
}

// Takes in a piece of the stream after the head.
static void take(struct viewer *v, const char *data, uint32_t size, uint64_t at) {
  if (!size) return;
  bytes += size;
  v->size += size;
  if (size >= 4) memcpy(v->last, data + size - 4, 4);
  else memmove(v->last, v->last + size, 4 - size), memcpy(v->last + 4 - size, data, size);
  int whole = !memcmp(v->last + 2, "\n\n", 2) || !memcmp(v->last, "\n\n\r\n", 4) ||
              !memcmp(v->last, "\0\0\xff\xff", 4);
  if (!whole) return;
  if (v->size >= SHORT) {
    sit(v, at);
    if (watching && !v->seen) {
      v->seen = 1;
      watching--;
      last_at = at;
      if (v->size < smallest) smallest = v->size;
      if (v->size > largest) largest = v->size;
    }
  }
  v->size = 0;
}

static void hear(int i) {
  struct viewer *v = &seat[i];
  ssize_t n = recv(v->fd, buffer, sizeof buffer - 1, 0);
  uint64_t at = now();
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) {
    cut++;
    leave(v, 3.0 * rand() / RAND_MAX);
    return;
  }
  buffer[n] = 0;
  if (v->state == SEATED || v->answered) {
    take(v, buffer, n, at);
    return;
  }
  // The head comes in one piece from all that are measured.
  char *end = strstr(buffer, "\r\n\r\n");
  if (!end || strncmp(buffer, "HTTP/1.1 200", 12)) {
    char *after = strcasestr(buffer, "retry-after:");
    refused++;
    leave(v, (after ? atoi(after + 12) : 1) + 1.0 * rand() / RAND_MAX);
    return;
  }
  v->answered = 1;
  if (!first) sit(v, at);
  take(v, end + 4, buffer + n - end - 4, at);
}

static int order(const void *a, const void *b) {
  uint64_t x = *(uint64_t *)a, y = *(uint64_t *)b;
  return (x > y) - (x < y);
}

// Keeps the viewers going until `done` is true, at most so many seconds; reads no command meanwhile.
static void live(int (*done)(void), double seconds) {
  struct epoll_event ready[512];
  uint64_t end = now() + (uint64_t)(seconds * 1e9);
  while (!done() && now() < end) {
    uint64_t at = now();
    for (int i = 0; i < viewers && connecting < window && seated + connecting < viewers; i++)
      if (seat[i].state == AWAY && seat[i].due <= at) come(i);
    int n = epoll_wait(loop, ready, 512, seated + connecting < viewers ? 5 : 20);
    for (int j = 0; j < n; j++) {
      int i = ready[j].data.u32;
      struct viewer *v = &seat[i];
      if (v->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) {
          cut++;
          leave(v, 3.0 * rand() / RAND_MAX);
          continue;
        }
        send(v->fd, request, strlen(request), MSG_NOSIGNAL);
        v->state = ASKING;
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(loop, EPOLL_CTL_MOD, v->fd, &event);
      } else if (v->state != AWAY)
        hear(i);
    }
  }
}

static int all_seated(void) { return seated == viewers; }
static int all_seen(void) { return !watching; }
static int spoken_to(void) {
  struct timeval none = {0, 0};
  fd_set in;
  FD_ZERO(&in);
  FD_SET(0, &in);
  return select(1, &in, 0, 0, &none) > 0;
}

int main(int count, char **word) {
  if (count < 6) return 2;
  viewers = atoi(word[3]), window = atoi(word[4]), first = atoi(word[5]);
  if (viewers < 1 || viewers > MOST || window < 1) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  there = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(atoi(word[1]))};
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int length = snprintf(request, sizeof request,
                        "GET %s HTTP/1.1\r\nHost: accord\r\nAccept: text/event-stream\r\n", word[2]);
  for (int i = 6; i < count; i++)
    length += snprintf(request + length, sizeof request - length, "%s\r\n", word[i]);
  snprintf(request + length, sizeof request - length, "\r\n");
  loop = epoll_create1(0);
  setvbuf(stdout, 0, _IOLBF, 0);

  uint64_t begun = now();
  live(all_seated, 120);
  double took = (now() - begun) / 1e9;
  qsort(taken, viewers, sizeof *taken, order);
  printf("{\"seated\": %d, \"seconds\": %.3f, \"refused\": %d, \"cut\": %d, \"seat_p50_ms\": %.1f, "
         "\"seat_p99_ms\": %.1f}\n",
         seated, took, refused, cut, taken[viewers / 2] / 1e6, taken[viewers * 99 / 100] / 1e6);

  char line[64];
  for (;;) {
    live(spoken_to, 600);
    double patience;
    if (!fgets(line, sizeof line, stdin) || sscanf(line, "arm %lf", &patience) != 1) break;
    for (int i = 0; i < viewers; i++) seat[i].seen = 0;
    watching = viewers;
    bytes = 0, smallest = UINT32_MAX, largest = 0, refused = cut = 0;
    printf("{\"armed\": %d}\n", seated);
    live(all_seen, patience);
    printf("{\"missing\": %d, \"seated\": %d, \"last_ns\": %llu, \"smallest\": %u, \"largest\": %u, "
           "\"bytes\": %llu, \"refused\": %d, \"cut\": %d}\n",
           watching, seated, (unsigned long long)last_at, smallest, largest,
           (unsigned long long)bytes, refused, cut);
    watching = 0;
  }
  return 0;
}
