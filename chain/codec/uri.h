/* uri: the grammars of RFC 3986 (URI) and RFC 3339 (date-time), yes or no. */
#ifndef ETALON_CHAIN_CODEC_URI_H
#define ETALON_CHAIN_CODEC_URI_H

#include "base/bytes.h"

/* scheme ":" hier-part [ "?" query ] [ "#" fragment ] */
bool uri_ok(struct bytes text);
/* [ userinfo "@" ] host [ ":" port ] */
bool uri_authority_ok(struct bytes text);
bool uri_scheme_ok(struct bytes text);
/* *pchar */
bool uri_segment_ok(struct bytes text);
/* reserved, unreserved and percent-encoded of RFC 3986, 2. */
bool uri_char(uint8_t c);
/* A date-time that exists; a leap second may be written. */
bool date_time_ok(struct bytes text);

#endif
