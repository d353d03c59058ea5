package io.eventfork.localcloud;

import java.beans.Expression;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The classes of one stand-in, in a class loader of their own whose parent is the platform's,
 * because their versions conflict with ours and with each other. They are used by name.
 * Thread-safe.
 */
final class IsolatedClasses implements AutoCloseable {

    private static final long END_MILLIS = 3_000;

    private final URLClassLoader loader;

    IsolatedClasses(String name, List<Path> jars) {
        loader =
                new URLClassLoader(
                        name,
                        jars.stream().map(IsolatedClasses::url).toArray(URL[]::new),
                        ClassLoader.getPlatformClassLoader());
    }

    Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, loader);
    }

    Object create(String type, Object... arguments) throws Exception {
        return new Expression(type(type), "new", arguments).getValue();
    }

    Object callStatic(String type, String method, Object... arguments) throws Exception {
        return new Expression(type(type), method, arguments).getValue();
    }

    static Object call(Object target, String method, Object... arguments) throws Exception {
        return new Expression(target, method, arguments).getValue();
    }

    /** Runs a start or stop with this loader as the thread's context class loader. */
    <T> T within(Callable<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Waits a few seconds for the threads of a name that were started within this loader. */
    void awaitThreads(String prefix) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getContextClassLoader() == loader && thread.getName().startsWith(prefix)) {
                thread.join(END_MILLIS);
            }
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
