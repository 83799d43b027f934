/* formats: the emitters that registry.c lists, one file each. */
#ifndef ETALON_REPORTS_FORMATS_H
#define ETALON_REPORTS_FORMATS_H

#include "reports/report.h"

/* The root of names (vectors, runs, terms) in EARL and of schema ids.  A name,
 * not an address: nothing is ever fetched from it. */
#define REPORT_IRI "https://etalon.example/"

typedef enum err report_fn(FILE *out, const struct run *run,
                           const struct report_options *options,
                           struct error *why);

report_fn report_json, report_junit, report_tap, report_earl_turtle,
    report_earl_jsonld, report_markdown, report_csv, report_html, report_ctrf,
    report_badge_svg, report_badge_json, report_github, report_text;

/* Is this the chosen variant?  name NULL asks for the default. */
bool report_is_variant(const struct report_options *options, const char *name);

#endif
