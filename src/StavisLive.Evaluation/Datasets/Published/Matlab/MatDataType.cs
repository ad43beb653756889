namespace StavisLive.Evaluation.Datasets.Published.Matlab;

/// <summary>How an element's bytes are to be read (MAT-File Format, table "MAT-File Data Types").</summary>
internal enum MatDataType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
}
