"use strict";
exports.id = 680;
exports.ids = [680];
exports.modules = {

/***/ 680:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ o),
/* harmony export */   n: () => (/* binding */ d),
/* harmony export */   r: () => (/* binding */ s),
/* harmony export */   t: () => (/* binding */ l)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
var o=/* @__PURE__ */ (0,_rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__.n)({isWithin:()=>l,locate:()=>d,placesOf:()=>s});function s(e){return{workspace:c(e.GITHUB_WORKSPACE??``)??(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(`.`),temporary:c(e.RUNNER_TEMP??``)}}function c(e){try{return e===``?void 0:(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(e)}catch{return}}function l(e,t,n){let r=n.relative(e,t);return r!==`..`&&!r.startsWith(`..${n.sep}`)&&!n.isAbsolute(r)}const u=[`/proc`,`/sys`,`/dev`];function d(e,r){let o=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)?(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(e):(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(r.workspace,e),s=[(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(r.workspace),...r.temporary===void 0?[]:[c(r.temporary)??r.temporary]],d=e=>s.some(t=>l(t,e,(node_path__WEBPACK_IMPORTED_MODULE_2___default())));if(!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)&&!l(r.workspace,o,(node_path__WEBPACK_IMPORTED_MODULE_2___default())))return{issue:`points outside of the workspace; a file that is elsewhere needs an absolute path`};let p=(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(o);return u.some(e=>l(e,p,(node_path__WEBPACK_IMPORTED_MODULE_2___default()))||l(e,o,(node_path__WEBPACK_IMPORTED_MODULE_2___default())))?{issue:`is a file of the operating system, which inputs are not allowed to name`}:!d(p)&&f(o,d)?{issue:`is a link that points outside of the workspace; such links are not followed`}:{real:p}}function f(e,t){for(let n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(e);;n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(n)){if(t(c(n)??n))return!0;if(n===(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(n))return!1}}

/***/ })

};
;