export const id = 203;
export const ids = [203];
export const modules = {

/***/ 5203:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxyFor: () => (/* binding */ i)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5626);
/* harmony import */ var _url_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6750);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4355);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7030);
function i(e,t){let n=(e.protocol===`https:`?[`https_proxy`,`HTTPS_PROXY`]:[`http_proxy`,`HTTP_PROXY`]).find(e=>a(t,e)!==``);if(n!==void 0&&!(l(e,a(t,`no_proxy`)||a(t,`NO_PROXY`))||l(e,`169.254.0.0/16, fe80::/10, fd00:ec2::/32`)))return o(n,a(t,n))}function a(e,t){return e[t]?.trim()??``}function o(n,r){let i=/^[a-z][a-z0-9+.-]*:\/\//i.test(r)?r:`http://${r}`,a=(0,_url_js__WEBPACK_IMPORTED_MODULE_3__.t)(i);if(!a||a.hostname===``)throw new _http_js__WEBPACK_IMPORTED_MODULE_1__.t(`proxy`,`${n} is not the URL of a proxy, such as http://proxy.example.com:3128`);if(a.protocol!==`http:`&&a.protocol!==`https:`){let e=a.protocol.slice(0,-1);throw new _http_js__WEBPACK_IMPORTED_MODULE_1__.t(`proxy`,`${n} names a ${e} proxy, and only http and https proxies are spoken to`)}let{username:o,password:l}=a;return a.username=a.password=``,{url:a,name:`${a.hostname}:${c(a)}`,authorization:o===``&&l===``?void 0:`Basic ${Buffer.from(`${s(o)}:${s(l)}`).toString(`base64`)}`}}function s(e){try{return decodeURIComponent(e)}catch{return e}}function c({protocol:e,port:t}){return t||(e===`https:`?`443`:`80`)}function l(e,t){let n=e.hostname.replace(/^\[(.*)\]$/,`$1`).replace(/\.$/,``);return t.toLowerCase().split(/[\s,]+/).filter(e=>e!==``).some(t=>{let[,r,i,a]=/^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(t)??[t,t];return(a===void 0||a===c(e))&&u(r??i??``,n)})}function u(e,t){if(e===`*`)return!0;let i=(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(t)===0?void 0:(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(t)===4?`ipv4`:`ipv6`,[a=``,o]=e.split(`/`);if(i&&(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(a)===(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(t)){let e=new node_net__WEBPACK_IMPORTED_MODULE_2__.BlockList,r=i===`ipv4`?32:128,s=o===void 0?r:Number(o);return!Number.isInteger(s)||s<0||s>r?!1:(e.addSubnet(a,s,i),e.check(t,i))}let s=e.replace(/^\*?\.+/,``).replace(/\.$/,``);return s!==``&&(t===s||i===void 0&&t.endsWith(`.${s}`))}

/***/ })

};
