export const id = 908;
export const ids = [908];
export const modules = {

/***/ 6670:
/***/ ((module) => {

module.exports = eval("require")("@actions/github");


/***/ }),

/***/ 3908:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   eventPayload: () => (/* binding */ t)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6670);
const t=_actions_github__WEBPACK_IMPORTED_MODULE_1__.context.payload;

/***/ })

};
