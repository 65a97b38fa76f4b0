/** What is to be filled in, in a message of ICU MessageFormat. */
import {
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isSelectElement,
  isTagElement,
  isTimeElement,
  parse,
  type MessageFormatElement,
} from '@formatjs/icu-messageformat-parser';

/**
 * The names of its places and tags, each once, in the order of the alphabet.
 *
 * @throws SyntaxError when it is no message
 */
export function placesOf(message: string): string[] {
  return [...new Set(namesIn(parse(message)))].toSorted();
}

function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isPluralElement(element) || isSelectElement(element))
      return [
        element.value,
        ...Object.values(element.options).flatMap(({ value }) => namesIn(value)),
      ];
    if (isTagElement(element)) return [element.value, ...namesIn(element.children)];
    const isPlace =
      isArgumentElement(element) ||
      isNumberElement(element) ||
      isDateElement(element) ||
      isTimeElement(element);
    return isPlace ? [element.value] : [];
  });
}
