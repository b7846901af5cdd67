module.exports = require('../../jest.base.js')('webhook-dispatcher');
