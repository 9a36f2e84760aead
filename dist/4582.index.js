"use strict";
exports.id = 4582;
exports.ids = [4582];
exports.modules = {

/***/ 4582:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxyFor: () => (/* binding */ i)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3324);
/* harmony import */ var _action_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4826);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7355);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7030);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_3__);
function i(e,t){let n=(e.protocol===`https:`?[`https_proxy`,`HTTPS_PROXY`]:[`http_proxy`,`HTTP_PROXY`]).find(e=>a(t,e)!==``);if(n!==void 0&&!(l(e,a(t,`no_proxy`)||a(t,`NO_PROXY`))||l(e,`169.254.0.0/16, fe80::/10, fd00:ec2::/32`)))return o(n,a(t,n))}function a(e,t){return e[t]?.trim()??``}function o(n,r){let i=/^[a-z][a-z0-9+.-]*:\/\//i.test(r)?r:`http://${r}`,a=(0,_action_js__WEBPACK_IMPORTED_MODULE_1__.mt)(i);if(!a||a.hostname===``)throw new _run_js__WEBPACK_IMPORTED_MODULE_2__.Pt(`proxy`,`${n} is not the URL of a proxy, such as http://proxy.example.com:3128`);if(a.protocol!==`http:`&&a.protocol!==`https:`){let e=a.protocol.slice(0,-1);throw new _run_js__WEBPACK_IMPORTED_MODULE_2__.Pt(`proxy`,`${n} names a ${e} proxy, but only http and https proxies are supported`)}let{username:o,password:l}=a;return a.username=a.password=``,{url:a,name:`${a.hostname}:${c(a)}`,authorization:o===``&&l===``?void 0:`Basic ${Buffer.from(`${s(o)}:${s(l)}`).toString(`base64`)}`}}function s(e){try{return decodeURIComponent(e)}catch{return e}}function c({protocol:e,port:t}){return t||(e===`https:`?`443`:`80`)}function l(e,t){let n=e.hostname.replace(/^\[(.*)\]$/,`$1`).replace(/\.$/,``);return t.toLowerCase().split(/[\s,]+/).filter(e=>e!==``).some(t=>{let[,r,i,a]=/^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(t)??[t,t];return(a===void 0||a===c(e))&&u(r??i??``,n)})}function u(e,t){if(e===`*`)return!0;let i=(0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(t)===0?void 0:(0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(t)===4?`ipv4`:`ipv6`,[a=``,o]=e.split(`/`);if(i&&(0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(a)===(0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)(t)){let e=new node_net__WEBPACK_IMPORTED_MODULE_3__.BlockList,r=i===`ipv4`?32:128,s=o===void 0?r:Number(o);return!Number.isInteger(s)||s<0||s>r?!1:(e.addSubnet(a,s,i),e.check(t,i))}let s=e.replace(/^\*?\.+/,``).replace(/\.$/,``);return s!==``&&(t===s||i===void 0&&t.endsWith(`.${s}`))}

/***/ })

};
;