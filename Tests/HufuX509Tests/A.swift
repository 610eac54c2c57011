#if X509
    internal import X509
#endif
