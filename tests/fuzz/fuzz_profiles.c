/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

#include "base/json.h"
#include "chain/asset/caip.h"
#include "chain/asset/caip_profile.h"
#include "chain/asset/did.h"
#include "chain/asset/did_methods.h"
#include "chain/asset/vc_document.h"
#include "chain/codec/uri.h"

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* A namespace's rules never admit what the grammar refuses, an account never
 * stands on a chain that is none, and a reference of Cosmos is always one. */
static void namespaces(struct arena *a, struct bytes in)
{
    struct caip_account account;
    struct bytes reference;
    struct did did;
    struct did_ethr ethr;
    bool ok = false, chain = false;

    if (!caip_account_valid(a, &ok, in) && ok) {
        demand(!caip_account_parse(&account, in));
        demand(!caip_chain_valid(
            a, &chain,
            bytes_head(in, account.chain.namespace.len + 1 +
                               account.chain.reference.len)));
        demand(chain || bytes_eq(account.chain.reference, bytes_str("0")));
    }
    if (!cosmos_reference(a, &reference, in))
        demand(reference.len > 0 && reference.len <= COSMOS_REFERENCE_MAX);
    if (!did_ethr_parse(&ethr, in))
        demand(!did_parse(&did, in));
}

void fuzz_one(struct arena *a, struct bytes in)
{
    json_t *document = NULL;
    struct error why = { 0 };
    uint64_t status;

    if (in.len > 65536)
        return;
    namespaces(a, in);
    if (date_time_ok(in))
        demand(date_time_cmp(in, in) == 0);
    if (json_read(&document, in, NULL, &why))
        return;
    /* A list or an entry is a credential or a status before it is checked. */
    if (!status_check(a, &status, json_object_get(document, "entry"),
                      json_object_get(document, "list")))
        demand(vc_ok(json_object_get(document, "list")) &&
               status_entry_ok(json_object_get(document, "entry")));
    if (status_credential_ok(document))
        demand(vc_ok(document));
    json_decref(document);
}
