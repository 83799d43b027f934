/* metadata: JSON that describes tokens and avatars - yes or no.
 *
 * Specs: the Token Lists schema, the schemas printed in ERC-721 and ERC-1155,
 * the schemas of VRM 1.0. */
#ifndef ETALON_CHAIN_ASSET_METADATA_H
#define ETALON_CHAIN_ASSET_METADATA_H

#include <jansson.h>

#include "base/err.h"

bool token_list_ok(const json_t *list);
bool erc721_metadata_ok(const json_t *value);
bool erc1155_metadata_ok(const json_t *value);
/* The object under extensions.VRMC_vrm. */
bool vrm_ok(const json_t *vrm);
/* What the text demands beyond the schemas; nodes may be NULL.  ERR_VERSION,
 * ERR_VRM_BONE, ERR_VRM_SHARED, ERR_VRM_PARENT, ERR_RANGE (of a node). */
MUST_CHECK enum err vrm_semantics(const json_t *vrm, const json_t *nodes);
/* No texture transform there uses rotation or texCoord; NULL is none.
 * ERR_FIELD_EXTRA. */
MUST_CHECK enum err vrm_materials(const json_t *materials);

#endif
