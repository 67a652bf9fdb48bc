internal import Reports

/// Units of the centre, which have no division in their name.
enum CentralUnits {
    private static let prefixes = [
        "国家", "國家", "国务院", "中央", "中共中央", "最高人民", "全国", "中组部", "中宣部", "统战部", "团中央", "共青团中央", "外交部", "教育部", "科技部",
        "科学技术部",
        "工业和信息化部", "工信部", "公安部", "民政部", "司法部", "财政部", "人力资源和社会保障部", "人社部", "自然资源部", "国土资源部", "生态环境部", "环境保护部", "环保部",
        "住房和城乡建设部", "住建部", "交通运输部", "交通部", "水利部", "农业农村部", "农业部", "商务部", "文化和旅游部", "文化部", "卫生部", "应急管理部", "退役军人事务部",
        "审计署", "海关总署", "中国人民银行", "中国科学院", "中国社会科学院", "中国证监会", "中国银保监会", "新华社", "人民日报社", "中国气象局", "中国地震局", "中国科协",
    ]
    /// Enterprises and bodies of the whole country, where no branch is named.
    private static let national = ["中国"]

    /// Beijing, for a department of the centre: concluded, not said.
    static func place(_ unit: String, _ store: LexiconStore) -> Int32? {
        guard isOrgan(unit), !unit.contains("巡回") else { return nil }
        return store.byCode[110_000]
    }

    private static let prefixBytes = prefixes.map { Array($0.utf8) }

    static func isOrgan(_ unit: String) -> Bool { prefixBytes.contains { unit.utf8.starts(with: $0) } }

    /// Whether a unit without a division in its name stands above the provinces.
    static func isCentral(_ unit: String) -> Bool {
        isOrgan(unit) || national.contains { unit.hasPrefix($0) }
    }
}
