/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

/* The one process-wide setting; set once by main() before any thread starts. */
static atomic_int level_max = LOG_WARN;

void log_set_level(enum log_level level)
{
    atomic_store(&level_max, (int)level);
}

void log_line(enum log_level level, const char *format, ...)
{
    char text[1024], line[4 * sizeof text];
    size_t n = 0;
    va_list args;

    if ((int)level > atomic_load(&level_max))
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (const char *c = text; *c && n + 5 < sizeof line; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            n += (size_t)snprintf(line + n, 5, "\\x%02x", (unsigned char)*c);
        else
            line[n++] = *c;
    }
    line[n] = '\0';
    fprintf(stderr, "etalon: %s\n", line);
}
