module.exports = require('../jest.base.js')('tools', {
  roots: ['<rootDir>', '<rootDir>/../infra'],
  testMatch: ['**/*.spec.js'],
});
