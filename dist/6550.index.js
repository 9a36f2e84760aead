"use strict";
exports.id = 6550;
exports.ids = [6550];
exports.modules = {

/***/ 6550:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readPullRequestStates: () => (/* binding */ o)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4826);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7355);
const a={what:`ask GitHub whether pull requests are open`,permission:`pull-requests: read`};async function o(e,t){let n=/* @__PURE__ */ new Map,r=[...new Set(t)];for(let t=0;t<r.length;t+=100){let i=r.slice(t,t+100),o=await e.call(a,(e,t)=>s(e,t,i));for(let[e,t]of o??[])n.set(e,t)}return n}async function s(i,{owner:a,repo:o},s){let u=`query ($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${s.map(e=>`pr${e}: pullRequest(number: ${e}) { number state }`).join(` `)} }
  }`,d=(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.bt)(await l(i.graphql(u,{owner:a,repo:o})),`repository`);if(typeof d!=`object`||!d||Array.isArray(d))throw (0,_run_js__WEBPACK_IMPORTED_MODULE_2__.Bt)(`no repository in the answer`);return s.flatMap(r=>{let i=(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.bt)(d,`pr${r}`);if((0,_action_js__WEBPACK_IMPORTED_MODULE_1__.wt)(i,`number`)!==r)return[];let a=c[(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.Ct)(i,`state`)??``];return a===void 0?[]:[[r,a]]})}const c={OPEN:`open`,CLOSED:`closed`,MERGED:`closed`};async function l(e){try{return await e}catch(e){let n=(0,_run_js__WEBPACK_IMPORTED_MODULE_2__.Ht)(e),r=n?.every(({type:e,path:t})=>e===`NOT_FOUND`&&t.startsWith(`repository.`));if(!n||!r)throw e;return (0,_action_js__WEBPACK_IMPORTED_MODULE_1__.bt)(e,`data`)}}

/***/ })

};
;