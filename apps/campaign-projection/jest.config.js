module.exports = require('../../jest.base.js')('campaign-projection');
