"use strict";
exports.id = 1620;
exports.ids = [1620];
exports.modules = {

/***/ 1620:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fu: () => (/* binding */ c),
/* harmony export */   Ki: () => (/* binding */ m),
/* harmony export */   pk: () => (/* binding */ f),
/* harmony export */   restoreNewer: () => (/* binding */ u),
/* harmony export */   uk: () => (/* binding */ p)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1031);
async function c(e,{started:t,to:r,because:i},a){let s=await l(e,{started:t,to:r},a);if(s.kind===`unavailable`)return s;a.progress.event(`${i}; rolling back to ${s.name}`);let u={...a,ifInProgress:`wait`,planOnly:!1,isRollback:!0},f=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.w)(s.target,u);if(f.kind===`ended`)return{kind:`failed`,end:f.verdict,seen:{}};let p=f.started;a.progress.event(s.target.describe(p).accepted);let m=await s.target.findDisplaced?.(p);m&&a.log.warning(m.message);let{verdict:h,...g}=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.T)(s.target,p,a);if(h.result!==`success`)return{kind:`failed`,end:h,seen:g};if(m?.cause&&r===`last-good`){let e={started:p,to:`displaced`,because:m.cause.reason},t=await c(s.target,e,a);if(t.kind!==`unavailable`)return t}return{kind:`done`,name:s.name,reason:h.reason,facts:d(h),seen:g}}async function l(e,{started:t,to:n},o){let{rollback:s}=e;if(s===void 0)return{kind:`unavailable`,reason:`there is nothing to roll back to`};try{return await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.ht)(()=>s(t,n),_run_js__WEBPACK_IMPORTED_MODULE_1__.gt,o)}catch(e){if(!(e instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__._t))throw e;return{kind:`unavailable`,reason:`the version to roll back to could not be determined: ${e.message}`}}}async function u(e,{started:t,verdict:n,cause:r},i){let{reasonCode:a,reason:o,fix:s}=r,l={result:`not-verified`,reasonCode:a,reason:`${n.reason}, but ${o}`,fix:s,facts:{serving:f(n)}},u=await c(e,{started:t,to:`displaced`,because:o},i);if(u.kind===`unavailable`)return{verdict:p(l,u.reason)};if(u.kind===`failed`){let e=m(l,u.end);return{...u.seen,verdict:e.result===l.result?{...e,reasonCode:a}:e}}let d={result:`rolled-back`,reasonCode:a,reason:`${e.describe(t).name} was rolled back to ${u.name}: ${o}; ${u.reason}`,fix:s,facts:u.facts};return{...u.seen,verdict:d}}function d({facts:e}){return{serving:e?.serving===`nothing`?`nothing`:`previous`,rollback:{outcome:`done`}}}function f({facts:e}){return e?.serving===`nothing`?`nothing`:`ours`}function p(e,t){return{...e,facts:{...e.facts,rollback:{outcome:`impossible`,why:t}}}}function m(n,r){let i=!(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.wt)(r)||[`failed-kept-previous`,`rolled-back`,`refused`].includes(r.result),{unconfirmed:a,serving:o}=r.facts??{},c=r.facts?.written===`nothing`?r.reason:(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.D)(r);return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Ct)({...n,...!i&&{result:r.result},reasonCode:`rollback-failed`,facts:{...i?{serving:`ours`}:o&&{serving:o},...a&&{unconfirmed:a},rollback:{outcome:`failed`,why:c}}})}

/***/ })

};
;