export const id = 134;
export const ids = [134];
export const modules = {

/***/ 2134:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lookupFor: () => (/* binding */ r)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4355);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7030);
/* harmony import */ var node_dns__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(610);
function r(r,i){let a=r.hostname.replace(/^\[(.*)\]$/,`$1`),o=(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(a)===0?void 0:i(a);if(o!==void 0)throw new _http_js__WEBPACK_IMPORTED_MODULE_1__.t(`blocked`,o);return(t,r,a)=>(0,node_dns__WEBPACK_IMPORTED_MODULE_3__.lookup)(t,{...r,all:!0},(n,o)=>{if(n)return a(n,``);let s,c=o.filter(({address:e})=>{let t=i(e);return s??=t,t===void 0}),[l]=c;if(!l)return a(new _http_js__WEBPACK_IMPORTED_MODULE_1__.t(`blocked`,s??`${t} has no address`),``);r.all?a(null,c):a(null,l.address,l.family)})}

/***/ })

};
