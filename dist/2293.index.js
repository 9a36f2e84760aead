"use strict";
exports.id = 2293;
exports.ids = [2293];
exports.modules = {

/***/ 2293:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   withOwnershipCheck: () => (/* binding */ i)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var _lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67);
function i(i,{request:a,host:o}){let{preview:s,mode:c}=a,l=(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.r)(a);if(l)return{...i,observe:async()=>({service:void 0,lastSeen:void 0}),plan:()=>(0,_run_js__WEBPACK_IMPORTED_MODULE_1__.dt)(l)};if(!s)return i;let{pullRequest:u,intent:d}=s,f=d.kind===`remove`&&d.isClosing;return{...i,observe:async e=>{let t=await i.observe(e),n=f&&t.service!==void 0?await o?.pullRequest(u):void 0;return{...t,isOpenAgain:n?.state===`open`}},plan:r=>{let a=r.service&&(0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.o)(r.service,s);if(a)return (0,_run_js__WEBPACK_IMPORTED_MODULE_1__.dt)(a);if(r.isOpenAgain){let e=`pull request ${u} is open again`;return (0,_lightsail_run_js__WEBPACK_IMPORTED_MODULE_2__.n)({reasonCode:`pull-request-open`,because:e,mode:c})}let o=i.plan(r);return o.kind===`apply`&&d.kind===`remove`?{...o,titleNote:d.because}:o}}}

/***/ })

};
;