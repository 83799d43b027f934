/* log: levels, one line per event, to stderr only. */
#ifndef ETALON_BASE_LOG_H
#define ETALON_BASE_LOG_H

#include "base/bytes.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* The level is a property of the process; the default is LOG_WARN. */
void log_set_level(enum log_level level);
/* Writes "etalon: text"; control characters in the result are escaped. */
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
