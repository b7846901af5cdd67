module.exports = require('../../jest.base.js')('expression');
