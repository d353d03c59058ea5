package io.eventfork.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.CardKeys.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes payment card data out of whatever passes.
 *
 * <ul>
 *   <li>By name: a member at any depth whose name tells of card data is removed: {@code card-*}
 *       however it is written, PAN, security codes (CVV, CVC, …), and an expiry date or holder that
 *       belongs to a card.
 *   <li>By number: a card number (issuer's prefix, that issuer's length and Luhn check digit) is
 *       replaced by {@value CardText#MASK} in texts and member names, and by {@code null} where it
 *       is a JSON number: an index that knows the member as a number would refuse a text. Spaces
 *       and dashes, also those encoded in URLs, may stand anywhere between its digits. In texts, a
 *       security code or expiry date that is called so is replaced as well.
 *   <li>Values at the exempted JSON pointers are not looked at by number, only by name.
 * </ul>
 *
 * <p>Some numbers that are no card numbers pass all tests: about one in forty random 16-digit
 * numbers. An identifier of that kind is what the exemptions are for. Not taken for card numbers
 * are digits inside a longer unbroken sequence of digits, UUIDs, hexadecimal digests, UPS tracking
 * numbers, numbers with a fraction, and 13-digit telephone numbers in international form.
 *
 * <p>Time and memory are linear in the size of the body. Immutable and thread-safe.
 */
public final class CardGuard {

    /** How deep JSON within texts within JSON is opened; anything deeper is masked as text. */
    private static final int MAX_EMBEDDED = 3;

    private final List<String[]> exempted;

    /** A guard without exemptions. */
    public CardGuard() {
        this(List.of());
    }

    /**
     * A guard that leaves numbers at some places alone.
     *
     * @param exemptedPointers JSON pointers (RFC 6901) of identifiers; the segment {@code *} stands
     *     for any member or element
     * @throws IllegalArgumentException if one is not a JSON pointer
     */
    public CardGuard(Collection<String> exemptedPointers) {
        List<String[]> pointers = new ArrayList<>();
        for (String pointer : exemptedPointers) {
            if (!pointer.startsWith("/")) {
                throw new IllegalArgumentException("not a JSON pointer: " + pointer);
            }
            String[] segments = pointer.substring(1).split("/", -1);
            for (int i = 0; i < segments.length; i++) {
                segments[i] = segments[i].replace("~1", "/").replace("~0", "~");
            }
            pointers.add(segments);
        }
        exempted = List.copyOf(pointers);
    }

    /**
     * A body without card data. JSON that holds none is returned as it came, character by
     * character; other JSON is written anew, with every number exactly as it was. A body that is
     * not JSON is masked as a text.
     */
    public String mask(String body) {
        JsonNode json;
        try {
            json = StrictJson.parse(body);
        } catch (InvalidJsonException e) {
            return maskText(body);
        }
        JsonNode masked = mask(json);
        return masked.equals(json) ? body : StrictJson.write(masked);
    }

    /** A value without card data; the given value is left as it is. */
    public JsonNode mask(JsonNode value) {
        return mask(value, exempted, 0, new Place("", false, 0));
    }

    /** A text without card data; names are looked for in front of colons and equals signs. */
    public String maskText(String text) {
        TextView view = TextView.escaped(text);
        CardText found = new CardText(view, false);
        new CardKeyText(view, found).markValues();
        return found.findNumbers().findCodes().masked();
    }

    /**
     * Where a value is.
     *
     * @param name the name of the member that holds it, also across arrays
     * @param payment whether that is a payment
     * @param embedded how many texts it is inside of
     */
    private record Place(String name, boolean payment, int embedded) {

        Place member(String memberName) {
            return new Place(memberName, CardKeys.isPayment(memberName), embedded);
        }
    }

    private JsonNode mask(JsonNode value, List<String[]> pointers, int depth, Place place) {
        return switch (value.getNodeType()) {
            case OBJECT -> maskObject(value, pointers, depth, place);
            case ARRAY -> maskArray(value, pointers, depth, place);
            case STRING -> endsAt(pointers, depth) ? value : maskString(value, place);
            case NUMBER ->
                    !endsAt(pointers, depth) && isCardNumber(value, place)
                            ? JsonNodeFactory.instance.nullNode()
                            : value;
            default -> value;
        };
    }

    private JsonNode maskObject(JsonNode object, List<String[]> pointers, int depth, Place place) {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        Set<String> ifCard = new HashSet<>();
        MaskedNames names = new MaskedNames(object, masked);
        boolean ofACard = place.payment();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            Kind kind = CardKeys.kindOf(name);
            if (kind == Kind.CARD) {
                ofACard = true;
                continue;
            }
            JsonNode before = member.getValue();
            JsonNode after =
                    mask(before, next(pointers, depth, name), depth + 1, place.member(name));
            ofACard |= before.isValueNode() && !after.equals(before);
            String maskedName = names.mask(name);
            masked.set(maskedName, after);
            if (kind == Kind.CARD_IF_BESIDE_A_CARD) {
                ifCard.add(maskedName);
            }
        }
        return ofACard ? masked.remove(ifCard) : masked;
    }

    private JsonNode maskArray(JsonNode array, List<String[]> pointers, int depth, Place place) {
        ArrayNode masked = JsonNodeFactory.instance.arrayNode(array.size());
        for (int i = 0; i < array.size(); i++) {
            List<String[]> inner =
                    pointers.isEmpty() ? pointers : next(pointers, depth, Integer.toString(i));
            masked.add(mask(array.get(i), inner, depth + 1, place));
        }
        return masked;
    }

    private JsonNode maskString(JsonNode value, Place place) {
        String text = value.textValue();
        String masked = text;
        if (looksLikeJson(text)) {
            masked = maskEmbedded(text, place.embedded() + 1);
        } else if (hasDigits(text, 3)) {
            CardText found = new CardText(TextView.plain(text), CardKeys.isPhone(place.name()));
            masked = found.findNumbers().findCodes().masked();
        }
        return masked.equals(text) ? value : JsonNodeFactory.instance.textNode(masked);
    }

    private String maskEmbedded(String text, int embedded) {
        if (embedded > MAX_EMBEDDED) {
            return maskText(text);
        }
        try {
            JsonNode json = StrictJson.parse(text);
            JsonNode masked = mask(json, List.of(), 0, new Place("", false, embedded));
            return masked.equals(json) ? text : StrictJson.write(masked);
        } catch (InvalidJsonException e) {
            return maskText(text);
        }
    }

    /** Whether a number is whole and a card number. */
    private static boolean isCardNumber(JsonNode number, Place place) {
        if (number.isFloat() || number.isDouble()) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return false;
            }
        }
        BigDecimal value = number.decimalValue().abs();
        int wholeDigits = value.precision() - value.scale();
        if (wholeDigits < CardNumbers.MIN_DIGITS || wholeDigits > CardNumbers.MAX_DIGITS) {
            return false;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > 0) {
            return false;
        }
        String text = stripped.toPlainString();
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (text.charAt(i) - '0');
        }
        return CardNumbers.isCardNumber(digits, 0, digits.length)
                && !(digits.length == 13 && CardKeys.isPhone(place.name()));
    }

    private static boolean looksLikeJson(String text) {
        String stripped = text.strip();
        return stripped.length() > 1 && (stripped.charAt(0) == '{' || stripped.charAt(0) == '[');
    }

    static boolean hasDigits(String text, int count) {
        int digits = 0;
        for (int i = 0; i < text.length() && digits < count; i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return digits == count;
    }

    private static List<String[]> next(List<String[]> pointers, int depth, String segment) {
        if (pointers.isEmpty()) {
            return pointers;
        }
        List<String[]> next = new ArrayList<>(pointers.size());
        for (String[] pointer : pointers) {
            if (pointer.length > depth
                    && (pointer[depth].equals(segment) || pointer[depth].equals("*"))) {
                next.add(pointer);
            }
        }
        return next;
    }

    private static boolean endsAt(List<String[]> pointers, int depth) {
        return pointers.stream().anyMatch(pointer -> pointer.length == depth);
    }
}
