module.exports = require('../../jest.base.js')('management-api');
