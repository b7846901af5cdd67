module.exports = require('../../jest.base.js')('coupon-projection');
