import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import typescript from 'typescript-eslint'

export default typescript.config(
  { ignores: ['dist', 'src/api/generated'] },
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    rules: {
      // Layout is the formatter's, not the linter's.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/require-default-prop': 'off',
      'vue/attributes-order': 'off',
      // Vue 3 has no filters; what the rule finds are unions of types.
      'vue/no-deprecated-filter': 'off',
      // The server renders texts itself, from a subset without raw HTML (R29); the one component that shows them says so.
      'vue/no-v-html': 'error',
      // Labels stand around or beside their fields, by id.
      'vuejs-accessibility/label-has-for': 'off',
      'vuejs-accessibility/form-control-has-label': 'off',
      'vuejs-accessibility/no-autofocus': 'off',
      // The options of a combobox are reached by aria-activedescendant; the focus stays in the field.
      'vuejs-accessibility/interactive-supports-focus': 'off',
      // A component says what it shows as a fragment: whoever uses it spreads that, whatever else they ask for.
      'no-restricted-syntax': ['error', { selector: 'TSIndexedAccessType[objectType.typeName.name=/(?<!Location)Query$/]', message: 'Name the part of the answer as a fragment and use its type.' }],
    },
  },
)
