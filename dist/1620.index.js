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
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
async function c(t,{started:n,to:r,because:i},o){let s=await l(t,{started:n,to:r},o);if(s.kind===`unavailable`)return s;o.progress.event(`${i}; rolling back to ${s.name}`);let u={...o,ifInProgress:`wait`,planOnly:!1,isRollback:!0},f=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.A)(s.target,u);if(f.kind===`ended`)return{kind:`failed`,end:f.verdict,seen:{}};let p=f.started;o.progress.event(s.target.describe(p).accepted);let m=await s.target.findDisplaced?.(p);m&&o.log.warning(m.message);let{verdict:h,...g}=await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.j)(s.target,p,o);if(h.result!==`success`)return{kind:`failed`,end:h,seen:g};if(m?.cause&&r===`last-good`){let e={started:p,to:`displaced`,because:m.cause.reason},t=await c(s.target,e,o);if(t.kind!==`unavailable`)return t}return{kind:`done`,name:s.name,reason:h.reason,facts:d(h),seen:g}}async function l(e,{started:n,to:r},a){let{rollback:o}=e;if(o===void 0)return{kind:`unavailable`,reason:`there is nothing to roll back to`};try{return await (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Ct)(()=>o(n,r),_run_js__WEBPACK_IMPORTED_MODULE_1__.wt,a)}catch(e){if(!(e instanceof _run_js__WEBPACK_IMPORTED_MODULE_1__.Tt))throw e;return{kind:`unavailable`,reason:`the version to roll back to could not be determined: ${e.message}`}}}async function u(e,{started:t,verdict:n,cause:r},i){let{reasonCode:a,reason:o,fix:s}=r,l={result:`not-verified`,reasonCode:a,reason:`${n.reason}, but ${o}`,fix:s,facts:f(n)},u=await c(e,{started:t,to:`displaced`,because:o},i);if(u.kind===`unavailable`)return{verdict:p(l,u.reason)};if(u.kind===`failed`){let e=m(l,u.end);return{...u.seen,verdict:e.result===l.result?{...e,reasonCode:a}:e}}let d={result:`rolled-back`,reasonCode:a,reason:`${e.describe(t).name} was rolled back to ${u.name}: ${o}; ${u.reason}`,fix:s,facts:u.facts};return{...u.seen,verdict:d}}function d({facts:e}){return{serving:e?.serving===`nothing`?`nothing`:`previous`,rollback:{outcome:`done`}}}function f({facts:e}){return e?.serving===void 0?{}:{serving:e.serving}}function p(e,t){return{...e,facts:{...e.facts,rollback:{outcome:`impossible`,why:t}}}}function m(e,t){let i=!(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.Mt)(t)||[`failed-kept-previous`,`rolled-back`,`refused`].includes(t.result),{unconfirmed:a,serving:s}=t.facts??{},c=f(e),l=t.facts?.written===`nothing`?t.reason:(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.N)(t);return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.jt)({...e,...!i&&{result:t.result},reasonCode:`rollback-failed`,facts:{...i?c:s&&{serving:s},...a&&{unconfirmed:a},rollback:{outcome:`failed`,why:l,...c.serving===`ours`&&{wasServing:!0}}}})}

/***/ })

};
;