module.exports = require('../../jest.base.js')('profile-projection');
