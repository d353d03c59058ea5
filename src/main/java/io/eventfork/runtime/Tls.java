package io.eventfork.runtime;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The key and certificate that the settings give the HTTP servers: a key store of any kind that
 * Java knows (PKCS #12, JKS), whose keys have its own password. Stateless.
 */
final class Tls {

    private static final String KEY_STORE = "eventfork.tls.key-store";

    private Tls() {}

    /** Whether the settings name a key store. */
    static boolean isWanted(Settings settings) {
        return settings.optional(KEY_STORE).isPresent();
    }

    /**
     * What servers are told, or nothing without a key store.
     *
     * @throws StartException if the key store cannot be used
     */
    static Optional<SSLContextParameters> of(Settings settings) {
        return settings.optional(KEY_STORE)
                .map(file -> parameters(file, settings.text(Secrets.KEY_STORE_PASSWORD)));
    }

    private static SSLContextParameters parameters(String file, String password) {
        // Camel fills in placeholders in a password. This one has none, and the real one stays
        // here.
        String inside = UUID.randomUUID().toString();
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(read(file, password.toCharArray(), inside.toCharArray()));
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(inside);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        return parameters;
    }

    /** The keys of a key store with their certificates, under another password. */
    private static KeyStore read(String file, char[] password, char[] inside) {
        try {
            KeyStore read = KeyStore.getInstance(new File(file), password);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, inside);
            for (String alias : Collections.list(read.aliases())) {
                Key key = read.isKeyEntry(alias) ? read.getKey(alias, password) : null;
                if (key != null && read.getCertificateChain(alias) != null) {
                    keys.setKeyEntry(alias, key, inside, read.getCertificateChain(alias));
                }
            }
            if (keys.size() == 0) {
                throw unusable(file, "it has no private key with a certificate", null);
            }
            return keys;
        } catch (UnrecoverableKeyException e) {
            throw unusable(file, "its key has another password than the key store", e);
        } catch (IOException e) {
            String reason =
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "eventfork.tls.password is wrong"
                            : e.getMessage();
            throw unusable(file, reason, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, e.getMessage(), e);
        }
    }

    private static StartException unusable(String file, String reason, Exception cause) {
        return new StartException(
                "Setting %s names %s, which cannot be used: %s.".formatted(KEY_STORE, file, reason),
                cause);
    }
}
