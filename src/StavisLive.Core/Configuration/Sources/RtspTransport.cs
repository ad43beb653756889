namespace StavisLive.Core.Configuration.Sources;

/// <summary>How the packets of an RTSP stream come.</summary>
public enum RtspTransport
{
    /// <summary>Over TCP where the camera or server has that, else over UDP.</summary>
    Auto,

    /// <summary>Within the RTSP connection: nothing is lost, and firewalls let it through.</summary>
    Tcp,

    /// <summary>As datagrams of their own: some may be lost, none waits for another.</summary>
    Udp,
}
