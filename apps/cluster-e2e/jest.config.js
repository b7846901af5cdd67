module.exports = require('../../jest.base.js')('cluster-e2e');
