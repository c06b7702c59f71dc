package io.yizhan.client.store;

class MemoryLocalStoreTest extends LocalStoreContract {
    @Override
    protected LocalStore open() {
        return new MemoryLocalStore();
    }

    /** It lives as long as its process, and is handed on there. */
    @Override
    protected LocalStore restarted(LocalStore before) {
        return before;
    }
}
