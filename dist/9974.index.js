"use strict";
exports.id = 9974;
exports.ids = [9974];
exports.modules = {

/***/ 9974:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ d),
/* harmony export */   removeFolders: () => (/* binding */ f),
/* harmony export */   temporaryParent: () => (/* binding */ u)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4826);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_4___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_4__);
const c=`${_action_js__WEBPACK_IMPORTED_MODULE_1__.Et}-`,l={recursive:!0,force:!0,maxRetries:5,retryDelay:100};function u(e){return e.RUNNER_TEMP||(0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)()}async function d({parent:e,onFolder:t},n){let r=await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(e,c));t?.(r);try{return await n(r)}finally{await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(r,l)}}async function f(e,t){let i=e.filter(e=>(0,node_path__WEBPACK_IMPORTED_MODULE_3__.dirname)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(e))===(0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(t)&&(0,node_path__WEBPACK_IMPORTED_MODULE_3__.basename)(e).startsWith(c));await Promise.all(i.map(e=>(0,node_fs_promises__WEBPACK_IMPORTED_MODULE_4__.rm)(e,l)))}

/***/ })

};
;