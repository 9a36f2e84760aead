export const id = 567;
export const ids = [567];
export const modules = {

/***/ 4567:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ c),
/* harmony export */   r: () => (/* binding */ s),
/* harmony export */   t: () => (/* binding */ f)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
var s=/* @__PURE__ */ (0,_rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__.n)({locate:()=>f,placesOf:()=>c});function c(e){return{workspace:l(e.GITHUB_WORKSPACE??``)??(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(`.`),temporary:l(e.RUNNER_TEMP??``)}}function l(e){try{return e===``?void 0:(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(e)}catch{return}}function u(e,t){let n=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(e,t);return n!==`..`&&!n.startsWith(`..${node_path__WEBPACK_IMPORTED_MODULE_2__.sep}`)&&!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(n)}const d=[`/proc`,`/sys`,`/dev`];function f(e,n){let i=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)?(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(e):(0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(n.workspace,e),o=[(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(n.workspace),...n.temporary===void 0?[]:[l(n.temporary)??n.temporary]],s=e=>o.some(t=>u(t,e));if(!(0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(e)&&!u(n.workspace,i))return{issue:`leads out of the workspace; a file that lies elsewhere needs an absolute path`};let c=(0,node_fs__WEBPACK_IMPORTED_MODULE_1__.realpathSync)(i);return d.some(e=>u(e,c)||u(e,i))?{issue:`is a file of the operating system, which no input may name`}:!s(c)&&p(i,s)?{issue:`is a link that leads out of the workspace; such links are not followed`}:{real:c}}function p(e,t){for(let r=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(e);;r=(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(r)){if(t(l(r)??r))return!0;if(r===(0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(r))return!1}}

/***/ })

};
