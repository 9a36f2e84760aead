"use strict";
exports.id = 7259;
exports.ids = [7259];
exports.modules = {

/***/ 7259:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lookupFor: () => (/* binding */ r)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7355);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_dns__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(610);
/* harmony import */ var node_dns__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_dns__WEBPACK_IMPORTED_MODULE_3__);
function r(r,i){let a=r.hostname.replace(/^\[(.*)\]$/,`$1`),o=(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(a)===0?void 0:i(a);if(o!==void 0)throw new _run_js__WEBPACK_IMPORTED_MODULE_1__.Pt(`blocked`,o);return(t,r,a)=>(0,node_dns__WEBPACK_IMPORTED_MODULE_3__.lookup)(t,{...r,all:!0},(n,o)=>{if(n)return a(n,``);let s,c=o.filter(({address:e})=>{let t=i(e);return s??=t,t===void 0}),[l]=c;if(!l)return a(new _run_js__WEBPACK_IMPORTED_MODULE_1__.Pt(`blocked`,s??`${t} has no address`),``);r.all?a(null,c):a(null,l.address,l.family)})}

/***/ })

};
;