export const id = 903;
export const ids = [903];
export const modules = {

/***/ 8903:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxyFor: () => (/* binding */ r)
/* harmony export */ });
/* harmony import */ var _rolldown_runtime_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8385);
/* harmony import */ var _http_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7583);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7030);
const r=(e,t)=>{let n=(e.protocol===`https:`?[`https_proxy`,`HTTPS_PROXY`]:[`http_proxy`,`HTTP_PROXY`]).find(e=>i(t,e)!==``);if(n===void 0)return;let r=i(t,`no_proxy`)||i(t,`NO_PROXY`);if(!(c(e,r)||c(e,`169.254.0.0/16, fe80::/10, fd00:ec2::/32`)))return a(n,i(t,n))},i=(e,t)=>e[t]?.trim()??``,a=(t,n)=>{let r=/^[a-z][a-z0-9+.-]*:\/\//i.test(n)?n:`http://${n}`;if(!URL.canParse(r)||new URL(r).hostname===``)throw new _http_client_js__WEBPACK_IMPORTED_MODULE_1__.g(`proxy`,`${t} is not the URL of a proxy, such as http://proxy.example.com:3128`);let i=new URL(r);if(i.protocol!==`http:`&&i.protocol!==`https:`){let n=i.protocol.slice(0,-1);throw new _http_client_js__WEBPACK_IMPORTED_MODULE_1__.g(`proxy`,`${t} names a ${n} proxy, and only http and https proxies are spoken to`)}let{username:a,password:c}=i;return i.username=i.password=``,{url:i,name:`${i.hostname}:${s(i)}`,authorization:a===``&&c===``?void 0:`Basic ${Buffer.from(`${o(a)}:${o(c)}`).toString(`base64`)}`}},o=e=>{try{return decodeURIComponent(e)}catch{return e}},s=({protocol:e,port:t})=>t||(e===`https:`?`443`:`80`),c=(e,t)=>{let n=e.hostname.replace(/^\[(.*)\]$/,`$1`).replace(/\.$/,``);return t.toLowerCase().split(/[\s,]+/).filter(e=>e!==``).some(t=>{let[,r,i,a]=/^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(t)??[t,t];return(a===void 0||a===s(e))&&l(r??i??``,n)})},l=(e,r)=>{if(e===`*`)return!0;let i=(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(r)===0?void 0:(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(r)===4?`ipv4`:`ipv6`,[a=``,o]=e.split(`/`);if(i&&(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(a)===(0,node_net__WEBPACK_IMPORTED_MODULE_2__.isIP)(r)){let e=new node_net__WEBPACK_IMPORTED_MODULE_2__.BlockList,n=i===`ipv4`?32:128,s=o===void 0?n:Number(o);return!Number.isInteger(s)||s<0||s>n?!1:(e.addSubnet(a,s,i),e.check(r,i))}let s=e.replace(/^\*?\.+/,``).replace(/\.$/,``);return s!==``&&(r===s||i===void 0&&r.endsWith(`.${s}`))};

/***/ })

};
