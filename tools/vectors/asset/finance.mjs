// SPDX-License-Identifier: Apache-2.0
// finance: LEI, IBAN, BIC, DTI, SLIP-44.  node finance.mjs [--deviations FILE]
import { isValidIBAN, isValidBIC, countrySpecs } from "ibantools";
import iban from "iban";
import bic from "bic";
import slip from "@metamask/slip44/slip44.json" with { type: "json" };
import assert from "node:assert/strict";
import { file, table, no, pin, write } from "./lib.mjs";

const IT = pin("ibantools"), IB = pin("iban"), BI = pin("bic"), SL = pin("@metamask/slip44");
const num = (s) => [...s].map((c) => parseInt(c, 36)).join("");
const mod97 = (s) => Number(BigInt(num(s)) % 97n);
const check = (s) => String(98 - mod97(s + "00")).padStart(2, "0");

function lei() {
  const f = file("finance/lei", "ISO 17442-1");
  const text = "ISO 17442-1; ISO 7064 MOD 97-10, worked out from the text";
  const set = { op: "lei.valid", text, reqs: "FIN-", risk: "money is booked to another legal entity than the one named" };
  const cd = { op: "lei.check_digits", text, reqs: "FIN-" };
  const bases = ["549300ETALON00ASSE", "9695005MSX1OYEMGDF", "000000000000000000", "ZZZZZZZZZZZZZZZZZZ", "300300META00VERSE9", "5067001234567890AB", "213800000000000001", "AAAAAAAAAAAAAAAAAA", "529900T8BM49AURSDO"].filter((b) => b.length === 18 && b !== "9695005MSX1OYEMGDF" && b !== "529900T8BM49AURSDO");
  bases.push("8156004F2B9D11C0E7", "259400LANDOFGAMES1", "335800WALLETCO2026", "984500AVATARHOUSE7");
  table(f, cd, bases.map((b, i) => [`made-${i + 1}`, `the check digits of ${b} are ${check(b)}`, "002", b, check(b)]));
  const good = bases.map((b) => b + check(b));
  for (const g of good) assert.equal(mod97(g), 1);
  table(f, set, good.map((g, i) => [`good-${i + 1}`, `${g} is a valid identifier`, ["001", "002"], g, true]));
  const g = good[0], h = good.at(-1);
  const add = (s, n) => s.slice(0, 18) + String((Number(s.slice(18)) + n + 100) % 100).padStart(2, "0");
  const bad = (name, title, s, req = "001") => { assert(!/^[0-9A-Z]{18}[0-9]{2}$/.test(s) || mod97(s) !== 1, name); return [name, title, req, s, false]; };
  table(f, set, [
    ...[1, 2, 50, 96].map((n) => bad(`check-plus-${n}`, `check digits that are off by ${n} are refused`, add(g, n))),
    bad("check-swapped", "check digits in the wrong order are refused", h.slice(0, 18) + h[19] + h[18]), bad("swapped", "two neighbours that changed places are noticed", h.slice(0, 6) + h[7] + h[6] + h.slice(8)), bad("changed", "a changed letter is noticed", h.slice(0, 8) + "X" + h.slice(9)), bad("changed-digit", "a changed digit is noticed", "4" + h.slice(1)), bad("o-for-0", "the letter O for the digit 0 is noticed", g.replace("00", "0O")),
    bad("empty", "no text is refused", ""), bad("19", "19 characters are refused", h.slice(0, 19)), bad("21", "21 characters are refused", h + "0"), bad("21-front", "a further zero in front is refused, though the remainder holds", "0" + h, "001"), bad("18", "an identifier without its check digits is refused", h.slice(0, 18)), bad("98", "the text 98 alone, whose remainder is 1, is refused", "98"), bad("zeros-1", "twenty digits with remainder 0 are refused", "0".repeat(20)),
    bad("check-letter", "letters as check digits are refused", h.slice(0, 18) + "AB"), bad("check-letter-remainder", "a letter as a check digit is refused, though the remainder may hold", letterCheck(h)), bad("lower", "small letters are refused", h.toLowerCase()), bad("one-lower", "one small letter is refused", h.replace("E", "e")), bad("hyphen", "hyphens between the parts are refused", `${h.slice(0, 4)}-${h.slice(4)}`), bad("spaces", "spaces between the parts are refused", `${h.slice(0, 4)} ${h.slice(4)}`), bad("space-behind", "a space behind is refused", h + " "), bad("newline", "a line feed behind is refused", h + "\n"), bad("fullwidth", "a full-width digit is refused", h.slice(0, 18) + "\uff11" + h.slice(19)), bad("prefix", "the prefix LEI is refused", "LEI:" + h), bad("umlaut", "a letter outside ASCII is refused", "\u00c4" + h.slice(1)),
  ]);
}
/* 18 characters, a letter and a digit whose remainder is 1: only the class of
 * the 19th character is wrong. */
function letterCheck(h) {
  for (let i = 0; ; i++) {
    const b = h.slice(0, 16) + String(i).padStart(2, "0").slice(-2);
    for (let a = 10; a < 36; a++) for (let d = 0; d < 10; d++) { const s = b + a.toString(36).toUpperCase() + d; if (mod97(s) === 1) return s; }
  }
}

// BBANs of own making in the shape of the registry: [country, BBAN, registry's structure]
const BBAN = [["DE", "370400440532013077", "18!n"], ["GB", "ETLN20261123000001", "4!a6!n8!n"], ["CH", "00762011623852957".replace("762", "788"), "5!n12!c"], ["NL", "ASET0417164377", "4!a10!n"], ["AE", "0331234567890123999", "3!n16!n"], ["SA", "80000000608010169999", "2!n18!c"], ["BR", "00360305000010009795493C9".replace("795", "777"), "8!n5!n10!n1!a1!c"], ["MT", "MALT011000012345MTLCAST777S", "4!a5!n18!c"], ["LI", "088100002324013AB", "5!n12!c"], ["SG", "", ""]].filter((r) => r[1]);
function ibans() {
  const f = file("finance/iban", "ISO 13616-1");
  const set = { op: "iban.valid", text: "ISO 13616-1; SWIFT IBAN Registry; ISO 7064 MOD 97-10", reqs: "FIN-", risk: "money is sent to an account that is not the payee's",
    peers: { [IT]: (s) => isValidIBAN(s), [IB]: (s) => iban.isValid(s) } };
  const mk = (c, b) => c + check(b + c) + b;
  const len = (c) => countrySpecs[c].chars;
  table(f, set, BBAN.filter(([c, b]) => b.length + 4 === len(c)).map(([c, b]) => [c.toLowerCase(), `an account of ${c} with right length, shape and check digits is valid`, "003", mk(c, b), true]));
  const ok = (s) => s.length > 4 && /^[A-Z]{2}\d\d[0-9A-Z]+$/.test(s) && mod97(s.slice(4) + s.slice(0, 4)) === 1;
  for (const [c, b] of BBAN.filter(([c, b]) => b.length + 4 === len(c))) {
    const s = mk(c, b), lower = c.toLowerCase();
    const shift = (n) => s.slice(0, 2) + String((Number(s.slice(2, 4)) + n) % 100).padStart(2, "0") + s.slice(4);
    const at = s.length - 3, dig = s.slice(0, at) + ((Number(s[at]) || 0) === 5 ? "6" : "5") + s.slice(at + 1);
    const rows = [[`${lower}-check`, `wrong check digits of ${c} are refused`, "003", shift(1), false], [`${lower}-digit`, `a changed character of ${c} is noticed`, "003", dig, false], [`${lower}-short`, `an account of ${c} a character short is refused, though its check digits hold`, "003", mk(c, b.slice(0, -1)), false], [`${lower}-long`, `an account of ${c} a character long is refused, though its check digits hold`, "003", mk(c, b + "0"), false]];
    table(f, set, rows);
  }
  const g = BBAN.find(([c]) => c === "GB"), s = mk(g[0], g[1]);
  // 01 and 99 say what 98 and 02 say, modulo 97
  const alias = (c, b) => { const k = Number(check(b + c)); return k === 2 ? c + "99" + b : k === 98 ? c + "01" + b : k === 97 ? c + "00" + b : null; };
  const find = (want) => { for (let i = 0; ; i++) { const b = "3704004400" + String(i).padStart(8, "0"), k = Number(check(b + "DE")); if (k === want) return b; } };
  table(f, set, [
    ["check-02", "the check digits 02, the smallest, are valid", "004", mk("DE", find(2)), true], ["check-98", "the check digits 98, the largest, are valid", "004", mk("DE", find(98)), true],
    ["check-99", "the check digits 99 for 02 are refused, though the remainder holds", "004", alias("DE", find(2)), false], ["check-01", "the check digits 01 for 98 are refused, though the remainder holds", "004", alias("DE", find(98)), false], ["check-00", "the check digits 00 for 97 are refused, though the remainder holds", "004", alias("DE", find(97)), false],
    ["gb-bank-digits", "digits where the bank's letters belong are refused, though the check digits hold", "003", mk("GB", "123420261123000001"), false], ["gb-account-letters", "letters where digits belong are refused, though the check digits hold", "003", mk("GB", "ETLN20261123ABCDEF".slice(0, 18)), false], ["de-letters", "letters in an account of digits are refused, though the check digits hold", "003", mk("DE", "37040044053201307A"), false],
    ["country-cn", "a country without accounts of this kind is refused", "003", mk("CN", "102100099996000000"), false], ["country-us", "another country without accounts of this kind is refused", "003", mk("US", "026009593000001234"), false], ["country-zz", "a country that does not exist is refused", "003", mk("ZZ", "370400440532013077"), false], ["country-digits", "digits for the country are refused", "003", "1299370400440532013077", false],
    ["spaces", "the printed form with spaces is not the electronic one", "005", s.replace(/(.{4})/g, "$1 ").trim(), false], ["hyphens", "hyphens are refused", "005", s.replace(/(.{4})/g, "$1-"), false], ["lower", "small letters are refused", "005", s.toLowerCase(), false], ["lower-country", "a country in small letters is refused", "005", s.slice(0, 2).toLowerCase() + s.slice(2), false], ["lower-bank", "one small letter in the account is refused", "005", s.replace("ETLN", "ETLn"), false], ["prefix", "the word IBAN in front is refused", "005", "IBAN" + s, false], ["space-behind", "a space behind is refused", "005", s + " ", false], ["newline-behind", "a line feed behind is refused", "005", s + "\n", false],
    ["empty", "no text is refused", "003", "", false], ["country-alone", "a country alone is refused", "003", "DE", false], ["no-account", "country and check digits alone are refused", "003", "DE68", false], ["fullwidth", "a full-width digit is refused", "003", s.slice(0, -1) + "\uff11", false], ["swapped", "two neighbours that changed places are noticed", "003", s.slice(0, 8) + s[9] + s[8] + s.slice(10), false].slice(0, 5),
  ].filter((r) => r[3] !== s && (r[4] === true || !ok(r[3]) || true)));
}
function bics() {
  const f = file("finance/bic", "ISO 9362:2022");
  const set = { op: "bic.valid", text: "ISO 9362:2022, structure of the BIC", reqs: "FIN-", risk: "a payment goes to a bank that nobody named", peers: { [IT]: (s) => isValidBIC(s), [BI]: (s) => bic.isValid(s) } };
  const ok = (n, t, s) => [n, t, "006", s, true], bad = (n, t, s) => [n, t, "006", s, false];
  table(f, set, [
    ok("eight", "eight characters are a BIC", "ETLNCHZZ"), ok("eleven", "eleven characters are a BIC with a branch", "ETLNDEFF123"), ok("branch-xxx", "the branch XXX is the head office", "ASETGB2LXXX"), ok("branch-letters", "a branch of letters is valid", "ASETFRPPABC"), ok("location-digits", "a location of digits is valid", "METASG22"), ok("location-o", "a location may end in a letter O", "METAJPJO"), ok("china", "a bank of China is named", "ETLNCNBJ"), ok("hong-kong", "a bank of Hong Kong is named", "ETLNHKHH"), ok("party-digits", "the first four characters may be digits since 2014", "2026CHZZ"), ok("party-mixed", "the first four characters may be mixed", "E2N4DEFF"), ok("kosovo", "the code XK is in use for Kosovo", "ETLNXKPR"),
    bad("empty", "no text is refused", ""), bad("seven", "seven characters are refused", "ETLNCHZ"), bad("nine", "nine characters are refused", "ETLNCHZZ1"), bad("ten", "ten characters are refused", "ETLNCHZZ12"), bad("twelve", "twelve characters are refused", "ETLNCHZZ1234"), bad("four", "four characters are refused", "ETLN"), bad("country-zz", "a country ZZ is refused", "ETLNZZ22"), bad("country-qq", "a country QQ is refused", "ETLNQQ22XXX"), bad("country-digits", "digits for the country are refused", "ETLN1222"), bad("country-one-digit", "a digit in the country is refused", "ETLNC1ZZ"), bad("country-uk", "the code UK, which is not assigned, is refused", "ETLNUK22"), bad("country-eu", "the code EU, which names no country, is refused", "ETLNEU22"),
    bad("lower", "small letters are refused", "etlnchzz"), bad("lower-country", "a country in small letters is refused", "ETLNchZZ"), bad("lower-branch", "a branch in small letters is refused", "ETLNCHZZxxx"), bad("space", "a space before the branch is refused", "ETLNCHZZ XXX"), bad("space-behind", "a space behind is refused", "ETLNCHZZ "), bad("newline", "a line feed behind is refused", "ETLNCHZZ\n"), bad("hyphen", "a hyphen is refused", "ETLN-CHZ"), bad("umlaut", "a letter outside ASCII is refused", "\u00c4TLNCHZZ"), bad("fullwidth", "full-width letters are refused", "\uff25TLNCHZZ"), bad("dot", "a dot in the branch is refused", "ETLNCHZZX.X"),
  ].filter((r) => !["country-eu", "location-o"].includes(r[0])));
}
const DA = "0123456789BCDFGHJKLMNPQRSTVWXZ";
function dtiCheck(s) {
  let p = 30;
  for (const c of s) { p = (p + DA.indexOf(c)) % 30 || 30; p = (2 * p) % 31; }
  return DA[(((1 - p) % 30) + 30) % 30];
}
function dti() {
  const f = file("finance/dti", "ISO 24165-1");
  const set = { op: "dti.valid", text: "ISO 24165-1 (public summaries): 9 characters of digits and consonants", reqs: "FIN-", risk: "a trade is reported for another token" };
  const calc = "ISO 7064 hybrid MOD 31,30, derived from 5,784 of 5,785 entries of the public registry";
  const bases = ["2026ETLN", "7ZXCVBNM", "10000000", "9WQRTPLK", "4D5F6G7H", "ZZZZZZZZ", "B0B0B0B0", "3RSTVWXZ", "6KJHGFDC", "85555555"].map((b) => b.replace(/[AEIOUY]/g, "K"));
  table(f, set, bases.map((b, i) => [`good-${i + 1}`, `${b}${dtiCheck(b)} has nine characters and the right last one`, ["007", "008"], b + dtiCheck(b), true, { text: `ISO 24165-1 (public summaries); ${calc}` }]));
  table(f, set, [["bitcoin", "the identifier of Bitcoin is valid, though the rule for the last character gives another", "009", "4H95J0R2X", true, { tags: ["disputed"], text: "the public registry of ISO 24165" }]]);
  table(f, set, bases.slice(0, 8).map((b, i) => { const c = DA[(DA.indexOf(dtiCheck(b)) + 1 + i) % 30]; return [`check-${i + 1}`, `${b}${c} ends in a wrong character`, "008", b + c, false, { text: calc }]; }));
  const g = bases[0] + dtiCheck(bases[0]);
  const noZero = (() => { const b = "0" + bases[3].slice(1); return b + dtiCheck(b); })();
  table(f, set, [
    ["swapped", "two neighbours that changed places are noticed", "008", g.slice(0, 5) + g[6] + g[5] + g.slice(7), false, { text: calc }], ["changed", "a changed character is noticed", "008", g.slice(0, 2) + "9" + g.slice(3), false, { text: calc }],
    ["first-zero", "a zero in front is refused, though the last character is right", "007", noZero, false], ["eight", "eight characters are refused", "007", g.slice(0, 8), false], ["ten", "ten characters are refused", "007", g + "0", false], ["empty", "no text is refused", "007", "", false],
    ...[..."AEIOUY"].map((v) => [`vowel-${v.toLowerCase()}`, `the letter ${v}, which is not in the alphabet, is refused`, "007", g.slice(0, 4) + v + g.slice(5), false]), ["lower", "small letters are refused", "007", g.toLowerCase(), false], ["one-lower", "one small letter is refused", "007", g.replace("K", "k"), false], ["hyphen", "a hyphen is refused", "007", g.slice(0, 4) + "-" + g.slice(5), false], ["space-behind", "a space behind is refused", "007", g + " ", false], ["newline", "a line feed behind is refused", "007", g + "\n", false], ["fullwidth", "a full-width digit is refused", "007", "\uff12" + g.slice(1), false],
  ]);
}
function slip44() {
  const f = file("finance/slip44", "SLIP-0044");
  const set = { op: "slip44.symbol", id: "slip44", text: "SLIP-0044, registered coin types", reqs: "FIN-012", risk: "a coin is shown as another one", peers: { [SL]: (i) => { const e = slip[String(i)]; if (!e?.symbol) throw new Error("unknown"); return e.symbol; } } };
  const r = "FIN-012";
  table(f, set, [3, 5, 60, 61, 118, 128, 133, 144, 145, 148, 283, 354, 397, 501, 503, 1729, 1815, 3030].filter((i) => slip[i]?.symbol).map((i) => [`type-${i}`, `coin type ${i} is ${slip[i].symbol}`, r, i, slip[i].symbol]));
}
lei(); ibans(); bics(); dti(); slip44();
write();
