package org.memorycached.session.identity;

import java.util.regex.Pattern;
import org.memorycached.session.InvalidOptionException;

/** How names of headers are compared. */
final class HeaderName {

    /** Of the tokens of RFC 9110 those that no proxy drops or rewrites: nginx drops underscores. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    private HeaderName() {}

    /**
     * @return the name
     * @throws InvalidOptionException if it is none that passes through proxies as it is
     */
    static String checked(String option, String name) {
        if (!PLAIN.matcher(name).matches()) {
            throw new InvalidOptionException(
                    option, name, "name headers with letters, digits and '-', such as Auth-User");
        }
        return name;
    }

    /**
     * The form in which two names that some gateway takes for the same are equal: CGI (RFC 3875, section 4.1.18), WSGI,
     * PHP and others write all that is no letter or digit as '_', and letters in upper case.
     */
    static String folded(String name) {
        char[] folded = name.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(folded[i]);
        }
        return new String(folded);
    }

    private static char folded(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c - 'A' + 'a');
        }
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    }
}
