module.exports = require('../../jest.base.js')('api-contracts');
