/* vc_document: the shape of credentials, presentations, status lists and DID
 * documents - what their texts say about members, without proofs.
 *
 * Specs: VC Data Model 2.0, Bitstring Status List 1.0, DID 1.0 section 5 (the
 * JSON form), RFC 3339 within XSD dateTimeStamp. */
#ifndef ETALON_CHAIN_ASSET_VC_DOCUMENT_H
#define ETALON_CHAIN_ASSET_VC_DOCUMENT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"

/* A credential or a presentation by its type. */
bool vc_ok(const json_t *document);
/* A credentialStatus of type BitstringStatusListEntry. */
bool status_entry_ok(const json_t *entry);
/* A credential whose subject is a status list; its bits are not read. */
bool status_credential_ok(const json_t *credential);
/* The status that the list gives for the entry.  ERR_TYPE (either is not what
 * it should be), ERR_VALUE (the purposes differ), those of status_list_read. */
MUST_CHECK enum err status_check(struct arena *a, uint64_t *out,
                                 const json_t *entry,
                                 const json_t *credential);
/* Is this the document of that DID? */
bool did_document_ok(const json_t *document, struct bytes did);
/* Orders two dateTimeStamps as instants; both must be date_time_ok. */
int date_time_cmp(struct bytes left, struct bytes right);

#endif
