export const id = 902;
export const ids = [902];
export const modules = {

/***/ 2902:
/***/ ((module) => {

module.exports = eval("require")("kerberos");


/***/ })

};
