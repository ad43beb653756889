namespace StavisLive.Server.Nodes;

/// <summary>Makes what speaks HTTP/2 to the server of another machine of the cluster. Whoever asks disposes it.</summary>
/// <param name="address">Base address of that server.</param>
internal delegate HttpMessageHandler NodeHandlerFactory(Uri address);
